# Runs PROGRAM: it must end with 0 and print what fits SAYS.
execute_process(COMMAND ${PROGRAM} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE problem)
message("${output}${problem}")
if(NOT code EQUAL 0)
    message(FATAL_ERROR "ended with ${code}")
elseif(NOT output MATCHES "${SAYS}")
    message(FATAL_ERROR "printed nothing that fits '${SAYS}'")
endif()
