using Microsoft.AspNetCore.Components;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;

namespace Portal.Web.Features.ServiceAccounts.Fields;

/// <summary>Accounts in the form of a request.</summary>
public sealed class ServiceAccountKindForm(ServiceAccountCatalogue accounts, TimeProvider clock) : IKindForm
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public (string Title, string Address) List => ("Service accounts", Addresses.ServiceAccounts);

    public string Lede =>
        "A password is generated when the change is applied, and shown once, to you. Clients with a certificate need none.";

    public FormHints Hints { get; } =
        new(
            "e.g. billing",
            "What clients sign in as, or their certificate’s subject; ACLs name it User: and this.",
            "e.g. The billing service, three instances.",
            "Which program signs in with it."
        );

    public ResourceForm Open(FormOrigin origin) => new ServiceAccountForm(origin);

    /// <summary>A rotation makes the next password, and has the one before it go on working as long as it did then.</summary>
    public async Task<ResourceSpec> Again(
        ChangeView former,
        ChangeResourceView edit,
        ResourceSpec now,
        ResourceSpec over,
        CancellationToken stop
    )
    {
        if (
            edit.Wanted is not ServiceAccountSpec wanted
            || now is not ServiceAccountSpec there
            || over is not ServiceAccountSpec again
            || !Rotates(former, edit, wanted, there)
        )
        {
            return over;
        }

        var seen = (await accounts.Get(edit.Cluster, edit.Name, stop))?.Seen;
        var overlap = wanted.FormerUntil - SentAt(former, wanted.FormerUntil);
        return (
            again with
            {
                Rotation = there.Rotation,
                Mechanism = overlap is null ? again.Mechanism : there.Mechanism,
            }
        ).Rotated(clock.GetUtcNow() + overlap, seen);
    }

    public Task<IReadOnlyList<RequestCluster>> Among(IReadOnlyList<RequestCluster> clusters, CancellationToken stop) =>
        Task.FromResult(clusters);

    public string Note(RequestCluster cluster) => "Clients sign in to this cluster with it.";

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<ServiceAccountFields>(0);
            builder.AddComponentParameter(1, nameof(ServiceAccountFields.Fields), fields);
            builder.CloseComponent();
        };

    // What was sent back may name a later end since; an end that was over when it was sent again is from before.
    private static DateTimeOffset SentAt(ChangeView former, DateTimeOffset? until) =>
        former
            .Timeline.LastOrDefault(entry =>
                entry.Kind is "change.submitted" or "change.resubmitted" && entry.At < until
            )
            ?.At
        ?? former.Row.CreatedAt;

    // A whole spec doesn't show which password it came after: by what is wanted now, or by what its plan did.
    private static bool Rotates(
        ChangeView former,
        ChangeResourceView edit,
        ServiceAccountSpec wanted,
        ServiceAccountSpec there
    ) =>
        edit.Base is ServiceAccountSpec origin
            ? origin.Rotation != wanted.Rotation
            : wanted.Rotation > there.Rotation
                || former.Plan?.Steps.OfType<SetCredential>().Any(step => step.On == edit.On) == true;
}
