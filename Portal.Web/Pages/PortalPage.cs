using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Portal.Web.Pages;

/// <summary>
/// A page: a route, a model, a view of the model's state. Prerendered with data; the circuit takes the same data over;
/// whatever goes wrong while loading becomes words on the page, never a blank screen.
/// </summary>
public abstract partial class PortalPage<TModel> : ComponentBase, IDisposable
    where TModel : class, IPageModel
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly PagePlace _place = new();
    private PersistingComponentStateSubscription _carrying;
    private bool _opened;
    private Coalescing? _opening;
    private int _address;
    private int _shown;
    private long _received;

    protected TModel Model { get; private set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private NavigationManager Location { get; set; } = default!;

    [Inject]
    private PersistentComponentState Prerendered { get; set; } = default!;

    [Inject]
    private PrerenderCache PrerenderCache { get; set; } = default!;

    [Inject]
    private ILogger<PortalPage<TModel>> Log { get; set; } = default!;

    /// <summary>False while what an address asks for is loaded: the model still shows what the one before did.</summary>
    protected bool IsShown => _shown == _address;

    private static string Key => typeof(TModel).FullName!;

    /// <summary>Asks the model to show what the address says; called again whenever the address changes.</summary>
    protected abstract Task Open(CancellationToken stop);

    /// <summary>The model shows what prerendering loaded, and was not asked to open here.</summary>
    protected virtual void TookOver() { }

    protected override void OnInitialized()
    {
        Model = ActivatorUtilities.CreateInstance<TModel>(Services);
        Model.Changed += Refresh;
        _carrying = Prerendered.RegisterOnPersisting(Carry, RenderMode.InteractiveServer);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_place.Moves(Location.Uri))
        {
            Model.MoveOn();
        }

        if (!_opened)
        {
            _opened = true;
            if (Prerendered.TryTakeFromJson<string>(Key, out var ticket) && PrerenderCache.Take(ticket!) is { } carried)
            {
                _received = carried.Received;
                Model.Adopt(carried.Value);
                TookOver();
                return;
            }
        }

        await Again(keepShown: false);
    }

    /// <summary>Opens once more: on request, or because something it shows has changed. While it opens, further calls become one.</summary>
    /// <param name="keepShown">When it fails, an old answer with its age is worth more than an apology; not when it answers another address.</param>
    protected async Task Again(bool keepShown = true)
    {
        // Counted, not only passed on: the address may change while a refresh of the one before is under way.
        _address += keepShown ? 0 : 1;
        await (_opening ??= new Coalescing(TryOpen, _leaving.Token)).Run();
    }

    private async Task TryOpen()
    {
        try
        {
            var asked = _address;
            _received = Live?.Received ?? 0;
            await Open(_leaving.Token);
            if (_shown != asked)
            {
                _shown = asked;
                Refresh();
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The person has left; nobody is there to be told.
        }
        catch (Exception wrong)
        {
            LogBroken(Log, Key, wrong);
            Model.Break(PageError.NotRead, keepShown: IsShown);
        }
    }

    public virtual void Dispose()
    {
        _watch?.Dispose();
        Model.Changed -= Refresh;
        (Model as IDisposable)?.Dispose();
        _carrying.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task Carry()
    {
        if (Model.Carried is { } value)
        {
            Prerendered.PersistAsJson(Key, PrerenderCache.Put(new Carried(value, _received)));
        }

        return Task.CompletedTask;
    }

    private void Refresh() => _ = InvokeAsync(StateHasChanged);

    [LoggerMessage(LogLevel.Error, "Page {Page} could not be opened")]
    private static partial void LogBroken(ILogger log, string page, Exception wrong);
}
