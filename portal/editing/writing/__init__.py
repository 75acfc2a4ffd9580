"""Help for writing guides: other guides' parts, the shared libraries, every case."""
