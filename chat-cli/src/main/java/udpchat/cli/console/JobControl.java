package udpchat.cli.console;

import java.io.IOException;

/** Stopping like any program at Ctrl-Z. */
final class JobControl {
    private JobControl() {}

    /**
     * Stops the whole process group, as the terminal does at Ctrl-Z, so that a launcher script stops with us, and returns
     * when it was continued. SIGTSTP must have its default action. Where nobody could continue us (the shell is gone, an
     * orphaned group), the system does not stop us and this returns at once.
     */
    static void stop() {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -TSTP 0")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException e) {
            // No shell, no job control.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
