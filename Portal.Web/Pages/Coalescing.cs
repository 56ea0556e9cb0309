namespace Portal.Web.Pages;

/// <summary>Runs one at a time: however often it is called for meanwhile, it runs once more afterwards. For one thread.</summary>
internal sealed class Coalescing(Func<Task> act, CancellationToken stop)
{
    private bool _running;
    private bool _oncemore;

    public async Task Run()
    {
        if (_running)
        {
            _oncemore = true;
            return;
        }

        _running = true;
        do
        {
            _oncemore = false;
            await act();
        } while (_oncemore && !stop.IsCancellationRequested);
        _running = false;
    }
}
