// A voice dragged onto a sentence is an anchor; without a mouse, the ticks do the same.
const tie = document.getElementById("tie");
for (const item of document.querySelectorAll("#volet li:has(input)")) {
  item.draggable = true;
  item.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", item.querySelector("input").id);
  });
}
for (const line of document.querySelectorAll(".text li:has(input[name=phrase])")) {
  line.addEventListener("dragover", (event) => event.preventDefault());
  line.addEventListener("drop", (event) => {
    event.preventDefault();
    const tick = document.getElementById(event.dataTransfer.getData("text/plain"));
    if (!tick || tick.name !== "notes") return;
    tick.checked = true;
    line.querySelector("input[name=phrase]").checked = true;
    tie.requestSubmit();
  });
}
