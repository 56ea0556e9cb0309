using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Clusters;

/// <summary>The registration form: empty for a new cluster, filled for one that is edited.</summary>
/// <param name="Editing">Null for a new one.</param>
public sealed record ClusterFormView(
    Cluster? Editing,
    IReadOnlyList<ClusterEnvironment> Environments,
    IReadOnlyList<Region> Regions,
    ClusterForm Form
);

/// <summary>Registering and editing a cluster: tried as often as wanted, stored only when it answered.</summary>
public sealed class ClusterFormModel(
    Places places,
    ClusterCatalogue clusters,
    ClusterRegistration registration,
    StoreWatch silence,
    Me me,
    TimeProvider time
) : ConnectionFormModel<ClusterFormView, ClusterFacts>(time)
{
    /// <param name="name">The cluster to edit; null to register a new one.</param>
    public async Task Load(string? name, CancellationToken stop)
    {
        var permission = me.May(new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            Show(new ViewState<ClusterFormView>.Denied(permission.Words, "Contact a platform engineer."));
            return;
        }

        var editing = name is null ? null : await clusters.Find(name, stop);
        if (name is not null && editing is null)
        {
            Show(
                new ViewState<ClusterFormView>.NotFound($"No cluster {name}", "It isn't registered, or not any more.")
            );
            return;
        }

        var environments = await places.Environments(stop);
        var regions = await places.Regions(stop);
        var form = editing is { } known
            ? ClusterForm.Of(known.Cluster)
            : new ClusterForm
            {
                Environment = environments is [var environment, ..] ? environment.Name : "",
                Region = regions is [var region, ..] ? region.Name : "",
            };
        Show(new ClusterFormView(editing?.Cluster, environments, regions, form));
    }

    /// <summary>Connects and says what is there; stores nothing.</summary>
    public Task Try() =>
        Ask(async view =>
            Read(
                await silence.Ask(() =>
                    registration.Test(me.Caller, view.Form.ToDraft(), view.Editing?.Id, CancellationToken.None)
                )
            )
        );

    /// <summary>Tests once more and stores. True when it is stored.</summary>
    public async Task<bool> Save()
    {
        Refusal? refused = null;
        var ran = await Ask(async view =>
        {
            var draft = view.Form.ToDraft();
            var outcome = await silence.Ask(() =>
                view.Editing is { } editing
                    ? registration.Edit(me.Caller, editing.Id, draft, ClusterTag.Of(editing), CancellationToken.None)
                    : registration.Register(me.Caller, draft, CancellationToken.None)
            );
            refused = (outcome as Outcome<ClusterId>.Refused)?.Why;
            return (null, refused);
        });
        return ran && refused is null;
    }

    // What it is called, where it is and which listeners clients use isn't tested.
    protected override object? Connection(ClusterFormView view) =>
        view.Form.ToDraft() with
        {
            Name = "",
            Environment = "",
            Region = "",
            PasswordListener = null,
            CertificateListener = null,
        };
}
