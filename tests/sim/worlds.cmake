# The simulator: whole worlds over the simulated network, one for each seed, and an oracle that knows what has to come of
# them. It runs very many of them, so unlike other tests it is optimized.
set(sim_folder ${CMAKE_CURRENT_LIST_DIR})
file(GLOB world_sources CONFIGURE_DEPENDS ${sim_folder}/world/*.cpp)
add_library(ymq_worlds OBJECT ${sim_sources} ${world_sources} ${sim_folder}/run/main.cpp)
target_include_directories(ymq_worlds PUBLIC ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/libcore
                                             ${PROJECT_SOURCE_DIR}/include)
target_compile_options(ymq_worlds PRIVATE -O2)

add_executable(ymq_sim_run)
target_link_libraries(ymq_sim_run PRIVATE ymq_core ymq_worlds)
set_target_properties(ymq_sim_run PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests LINKER_LANGUAGE CXX)

# The same with one file of the library broken. Not part of all: what else is built need not wait for them, nor fail with
# them where libcore has changed and the list has not.
add_custom_target(ymq_sim_canaries)
function(canary name file text replacement)
  set(source ${PROJECT_SOURCE_DIR}/libcore/${file})
  set(broken ${CMAKE_CURRENT_BINARY_DIR}/canaries/${name}/${file})
  add_custom_command(
    OUTPUT ${broken}
    COMMAND ${CMAKE_COMMAND} -DCANARY=${name} -DLIBCORE=${PROJECT_SOURCE_DIR}/libcore -DTO=${broken} -P
            ${sim_folder}/canaries/break.cmake
    DEPENDS ${source} ${sim_folder}/canaries/break.cmake ${sim_folder}/canaries/canaries.cmake
    VERBATIM)
  set(target ymq_sim_canary_${name})
  add_executable(${target} EXCLUDE_FROM_ALL ${broken})
  # All of the library but the file that is broken.
  set(whole $<FILTER:$<TARGET_OBJECTS:ymq_core>,EXCLUDE,/libcore/${file}>)
  target_link_libraries(${target} PRIVATE ${whole} ymq_worlds Threads::Threads ${URING_ARCHIVE} ${SODIUM_ARCHIVE})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/libcore ${PROJECT_SOURCE_DIR}/include)
  # As the library itself is compiled.
  target_compile_options(${target} PRIVATE -O2 -fPIC)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests LINKER_LANGUAGE CXX)
  add_dependencies(ymq_sim_canaries ${target})
endfunction()
include(${sim_folder}/canaries/canaries.cmake)
