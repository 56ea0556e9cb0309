using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Portal.Web.Grammar;

/// <summary>
/// A page: a route, a model, a view of the model's state. Prerendered with data; the circuit takes the same data over;
/// whatever goes wrong while loading becomes words on the page, never a blank screen.
/// </summary>
public abstract partial class PortalPage<TModel> : ComponentBase, IDisposable
    where TModel : class, IPageModel
{
    private readonly CancellationTokenSource leaving = new();
    private PersistingComponentStateSubscription carrying;
    private bool opened;

    protected TModel Model { get; private set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private PersistentComponentState Prerendered { get; set; } = default!;

    [Inject]
    private Handover Handover { get; set; } = default!;

    [Inject]
    private ILogger<PortalPage<TModel>> Log { get; set; } = default!;

    private static string Key => typeof(TModel).FullName!;

    /// <summary>Asks the model to show what the address says; called again whenever the address changes.</summary>
    protected abstract Task Open(CancellationToken stop);

    protected override void OnInitialized()
    {
        Model = ActivatorUtilities.CreateInstance<TModel>(Services);
        Model.Changed += Refresh;
        carrying = Prerendered.RegisterOnPersisting(Carry, RenderMode.InteractiveServer);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!opened)
        {
            opened = true;
            if (Prerendered.TryTakeFromJson<string>(Key, out var ticket) && Handover.Take(ticket!) is { } carried)
            {
                Model.Adopt(carried);
                return;
            }
        }

        await Again();
    }

    /// <summary>Opens once more: on request, or because something it shows has changed.</summary>
    protected async Task Again()
    {
        try
        {
            await Open(leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The person has left; nobody is there to be told.
        }
        catch (Exception wrong)
        {
            LogBroken(Log, Key, wrong);
            Model.Break(
                new Reason(
                    "This page can't be shown now",
                    "The portal's own store did not answer as it should. Nothing on any cluster is affected.",
                    "Try again in a moment; if it stays, tell the platform team the time it happened."
                )
            );
        }
    }

    public virtual void Dispose()
    {
        Model.Changed -= Refresh;
        (Model as IDisposable)?.Dispose();
        carrying.Dispose();
        leaving.Cancel();
        leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task Carry()
    {
        if (Model.Carried is { } value)
        {
            Prerendered.PersistAsJson(Key, Handover.Leave(value));
        }

        return Task.CompletedTask;
    }

    private void Refresh() => _ = InvokeAsync(StateHasChanged);

    [LoggerMessage(LogLevel.Error, "Page {Page} could not be opened")]
    private static partial void LogBroken(ILogger log, string page, Exception wrong);
}
