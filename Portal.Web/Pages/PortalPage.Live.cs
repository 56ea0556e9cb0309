using Portal.Core.Changes;
using Portal.Web.Live;

namespace Portal.Web.Pages;

public abstract partial class PortalPage<TModel>
{
    private IDisposable? _watch;

    /// <summary>What makes this page open again in place.</summary>
    protected virtual LiveOn LivesOn => LiveOn.Nothing;

    /// <summary>The cluster whose readings it shows; null: it shows those of all.</summary>
    protected virtual string? LivesOnCluster => null;

    /// <summary>It lists things of all clusters: readings of one thing that is of no single cluster are shown as they come.</summary>
    protected virtual bool IsOfAllClusters => LivesOnCluster is null;

    /// <summary>Which changes it shows the progress of; null: it shows no progress, and the states of all.</summary>
    protected virtual Func<ChangeNotification, bool>? LivesOnChange => null;

    private Liveness? Live => LivesOn == LiveOn.Nothing ? null : Services.GetRequiredService<Liveness>();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watch = Live?.Watch(
                new Interest(LivesOn, () => LivesOnCluster, LivesOnChange)
                {
                    IsOfAllClusters = IsOfAllClusters && LivesOnChange is null,
                },
                () => InvokeAsync(() => Again()),
                _received
            );
        }
    }
}
