using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Web.Api.Changes;

/// <summary>What a list of changes is narrowed to, as it stands in the query.</summary>
internal sealed record ChangeSearch
{
    [FromQuery(Name = "state"), Description("pending-approval, applying, …; several are joined by or.")]
    public string[]? State { get; init; }

    [FromQuery(Name = "environment")]
    public string? Environment { get; init; }

    [FromQuery(Name = "owner"), Description("The owning team's name.")]
    public string? Owner { get; init; }

    [FromQuery(Name = "requestedBy"), Description("A handle.")]
    public string? RequestedBy { get; init; }

    [
        FromQuery(Name = "search"),
        Description(
            "A number, or a part of the title, a resource's name or the requester, among the newest 10,000 changes."
        )
    ]
    public string? Search { get; init; }

    [FromQuery(Name = "cluster"), Description("A cluster's name.")]
    public string? Cluster { get; init; }

    [FromQuery(Name = "kind"), Description("topic, …")]
    public string? Kind { get; init; }

    [FromQuery(Name = "name"), Description("A resource's whole name.")]
    public string? Name { get; init; }

    [FromQuery(Name = "after"), Description("`next` of the page before.")]
    public long? After { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    public async Task<Outcome<ChangeFilter>> Read(
        TeamDirectory teams,
        ClusterCatalogue clusters,
        CancellationToken stop
    )
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var states = new List<ChangeState>();
        foreach (var word in State ?? [])
        {
            if (ApiJson.TryWord<ChangeState>(word, out var state))
            {
                states.Add(state);
            }
            else
            {
                wrong["state"] = $"There is no state {word}.";
            }
        }

        var team = Owner is null ? null : await teams.Find(Owner, stop);
        if (Owner is not null && team is null)
        {
            wrong["owner"] = $"There is no team named {Owner}.";
        }

        var cluster = Cluster is null ? null : await clusters.Find(Cluster, stop);
        if (Cluster is not null && cluster is null)
        {
            wrong["cluster"] = $"No cluster named {Cluster} is registered.";
        }

        return wrong.Count > 0
            ? Refusal.Invalid(wrong)
            : new ChangeFilter(
                states,
                Environment,
                team is null ? null : [team.Id],
                RequestedBy,
                Search,
                cluster?.Cluster.Id,
                Kind is null ? null : new ResourceKind(Kind),
                Name
            );
    }
}
