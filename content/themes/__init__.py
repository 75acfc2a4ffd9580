"""One-thing services (一件事): records, payloads and what is merged of the members."""
