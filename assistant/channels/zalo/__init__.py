"""What both doors of Zalo have in common: text without markup, numbered menus, bodies of webhooks, patience."""
