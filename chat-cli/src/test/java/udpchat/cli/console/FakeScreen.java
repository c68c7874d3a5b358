package udpchat.cli.console;

import java.util.function.Consumer;

/** A screen that gives on what is shown. */
final class FakeScreen implements Screen {

    private final Consumer<String> shown;

    FakeScreen(Consumer<String> shown) {
        this.shown = shown;
    }

    @Override
    public void print(String text) {
        shown.accept(text);
    }

    @Override
    public void reply(String text) {
        shown.accept(text);
    }

    @Override
    public void setPrompt(String prompt) {}

    @Override
    public void setRightPrompt(String rightPrompt) {}

    @Override
    public void prefill(String text) {}

    @Override
    public void clear() {}

    @Override
    public int columns() {
        return 0;
    }

    @Override
    public void onImpatience(Runnable action) {}

    @Override
    public LeaveReason run(LineHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void leave(LeaveReason reason) {}

    @Override
    public void close() {}
}
