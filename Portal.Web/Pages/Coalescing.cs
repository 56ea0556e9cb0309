namespace Portal.Web.Pages;

/// <summary>Runs one at a time: however often it is called for meanwhile, it runs once more afterwards. For one thread.</summary>
internal sealed class Coalescing(Func<Task> act, CancellationToken stop)
{
    private bool running;
    private bool oncemore;

    public async Task Run()
    {
        if (running)
        {
            oncemore = true;
            return;
        }

        running = true;
        do
        {
            oncemore = false;
            await act();
        } while (oncemore && !stop.IsCancellationRequested);
        running = false;
    }
}
