# parlor_web_assets: the built web client (web/dist) as data of the program; see src/api/http/assets.h.
#
# With PARLOR_WEB off, or before web/dist is built, the library is there and holds nothing.
set(web_dist ${CMAKE_SOURCE_DIR}/web/dist)
set(web_assets ${CMAKE_BINARY_DIR}/web_assets)

set(web_files)
if(PARLOR_WEB)
    file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${web_dist}/*)
    if(NOT web_files)
        message(WARNING "web/dist is not built, so the server will have no web client; ./dev build builds both")
    endif()
    enable_language(ASM)
    set(web_generated ${web_assets}/assets.cc ${web_assets}/assets.S)
    set(web_from --from ${web_dist})
else()
    set(web_generated ${web_assets}/assets.cc)
    set(web_from)
endif()

find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_custom_command(
    OUTPUT ${web_generated}
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/embed_assets.py ${web_from} --into ${web_assets}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed_assets.py ${web_files}
    COMMENT "Embedding the web client"
    VERBATIM)

add_library(parlor_web_assets STATIC ${web_generated})
target_link_libraries(parlor_web_assets PRIVATE parlor_options)
target_include_directories(parlor_web_assets PUBLIC ${CMAKE_SOURCE_DIR}/src)
# The bytes live in an assembler file, whose symbols link-time optimisation does not see.
set_target_properties(parlor_web_assets PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
