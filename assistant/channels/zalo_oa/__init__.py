"""A Zalo Official Account, by OpenAPI v3. Nothing here is imported unless ZALO_OA_APP_ID is set."""
