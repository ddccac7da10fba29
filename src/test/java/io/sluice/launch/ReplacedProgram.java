package io.sluice.launch;

import java.util.List;

/** Says its id, then is another program, which says its own and ends with the code 7. */
final class ReplacedProgram {

    private ReplacedProgram() {}

    public static void main(String[] args) throws Exception {
        System.out.println(ProcessHandle.current().pid());
        Execution.replace(List.of("/bin/sh", "-c", "echo $$; echo \"$1\"; exit 7", "sh", args[0]));
    }
}
