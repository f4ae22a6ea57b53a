"""From the question log to what staff should look at: collected in the background, put together by what is asked."""
