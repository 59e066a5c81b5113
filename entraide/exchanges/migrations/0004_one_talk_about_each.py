import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("exchanges", "0003_what_was_known"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='neighbour',
            name='digest',
        ),
        migrations.AlterField(
            model_name="message",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name='talk',
            constraint=models.UniqueConstraint(condition=models.Q(('need', None)), fields=('offer', 'opener', 'other'), name='one_talk_about_an_offer'),
        ),
        migrations.AddConstraint(
            model_name='talk',
            constraint=models.UniqueConstraint(condition=models.Q(('offer', None)), fields=('need', 'opener', 'other'), name='one_talk_about_a_need'),
        ),
    ]
