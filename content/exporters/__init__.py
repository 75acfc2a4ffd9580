"""Write records as files that the import takes back as they are."""
