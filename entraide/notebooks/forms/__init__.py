"""What people type, understood or refused with a sentence beside the field."""
