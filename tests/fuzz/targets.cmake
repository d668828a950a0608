parlor_fuzz(websocket_fuzz LINK parlor::net parlor_test_support)
parlor_fuzz(events_fuzz LINK parlor::api)
parlor_fuzz(http_fuzz LINK parlor::net)
