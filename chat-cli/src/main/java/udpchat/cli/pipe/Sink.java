package udpchat.cli.pipe;

import udpchat.cli.render.Renderer;

/**
 * Where a program without a console says things: content on stdout, notices and errors on stderr, or everything on
 * stdout where the form is JSON.
 *
 * @param json whether {@code renderer} makes JSON
 */
public record Sink(Stdio stdio, Renderer renderer, boolean json) {

    /** What was asked for. */
    public void show(String rendered) {
        stdio.out(rendered);
    }

    /** A notice or an error. */
    public void tell(String rendered) {
        if (json) {
            stdio.out(rendered);
        } else {
            stdio.err(rendered);
        }
    }
}
