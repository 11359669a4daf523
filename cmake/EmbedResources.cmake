# Compiles resource files into a .cpp of raw string literals.
#   tonus_embed_resources(OUT file.cpp ROOT dir GLOBS migrations/*.sql …)
# The glob is looked at again on every build, so a new file needs no edit; text files only (no NUL bytes).
# Run with -P (by the rule below) this file is also the generator.

function(tonus_embed_resources)
  cmake_parse_arguments(ARG "" "OUT;ROOT" "GLOBS" ${ARGN})
  list(TRANSFORM ARG_GLOBS PREPEND ${ARG_ROOT}/)
  file(GLOB paths CONFIGURE_DEPENDS RELATIVE ${ARG_ROOT} ${ARG_GLOBS})
  list(SORT paths)
  set(sources ${paths})
  list(TRANSFORM sources PREPEND ${ARG_ROOT}/)
  # The list is an input too: removing a file must rebuild.
  set(list_file ${ARG_OUT}.list)
  list(JOIN paths "\n" list_text)
  file(CONFIGURE OUTPUT ${list_file} CONTENT "${list_text}\n" @ONLY)
  add_custom_command(OUTPUT ${ARG_OUT}
    COMMAND ${CMAKE_COMMAND} -DROOT=${ARG_ROOT} -DLIST=${list_file} -DOUT=${ARG_OUT} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${sources} ${list_file} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "Embedding resources" VERBATIM)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS ${LIST} paths)
  set(entries "")
  foreach(path IN LISTS paths)
    file(READ ${ROOT}/${path} text)
    string(APPEND entries "    {\"${path}\", R\"tonus-file(${text})tonus-file\"},\n")
  endforeach()
  file(WRITE ${OUT} "// Generated from resources/.\n#include \"embedded.h\"\n\nnamespace tonus::resources {\n\n"
                    "const std::vector<Embedded>& embedded() {\n  static const std::vector<Embedded> files = {\n"
                    "${entries}  };\n  return files;\n}\n\n}  // namespace tonus::resources\n")
endif()
