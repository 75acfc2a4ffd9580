"""Change sets (变更单): several edits reviewed, previewed and released as one."""
