parlor_fuzz(websocket_fuzz LINK parlor::net parlor_test_support)
