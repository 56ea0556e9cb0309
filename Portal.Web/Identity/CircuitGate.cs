using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Portal.Web.Identity;

/// <summary>
/// Every click, key and navigation of one circuit passes here: the first thing asked is whether the person is still welcome. So do a browser's
/// answers to what the page calls in it. What comes while <see cref="CircuitAccess"/> still reads the caller waits for it: a call whose answer is
/// dropped keeps the whole circuit, and the snapshot that it shows, in memory for a minute after its end.
/// </summary>
internal sealed class CircuitGate(Me me) : CircuitHandler, IDisposable
{
    // Set once it is known who is here, or never will be.
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>After <see cref="CircuitAccess"/>.</summary>
    public override int Order => 1;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _opened.TrySetResult();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async activity =>
        {
            await _opened.Task;
            if (me.IsHere)
            {
                await next(activity);
            }
        };

    public void Dispose() => _opened.TrySetResult();
}
