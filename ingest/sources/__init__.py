"""Links and folders as sources: which may be reached (`address`, `link`, `robots`), fetching them, what was last seen of them."""
