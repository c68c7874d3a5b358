package udpchat.cli.console;

/** Runs an action once, when somebody asks a second time to leave; remembers being asked before the action was set. */
final class Impatience {
    private Runnable action;
    private boolean asked;
    private boolean ran;

    synchronized void set(Runnable newAction) {
        action = newAction;
        start();
    }

    synchronized void run() {
        asked = true;
        start();
    }

    private void start() {
        if (asked && action != null && !ran) {
            ran = true;
            Thread thread = new Thread(action, "console-impatience");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
