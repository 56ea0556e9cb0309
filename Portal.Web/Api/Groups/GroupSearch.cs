using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;

namespace Portal.Web.Api.Groups;

/// <summary>What a list of groups is narrowed to, as it stands in the query.</summary>
internal sealed record GroupSearch
{
    [FromQuery(Name = "environment")]
    public string? Environment { get; init; }

    [FromQuery(Name = "cluster"), Description("A cluster's name.")]
    public string? Cluster { get; init; }

    [FromQuery(Name = "topic"), Description("A topic's whole name.")]
    public string? Topic { get; init; }

    [FromQuery(Name = "team"), Description("The name of a team whose topics it reads.")]
    public string? Team { get; init; }

    [FromQuery(Name = "status"), Description("ok, falling-behind, stalled, …; several are joined by or.")]
    public string[]? Status { get; init; }

    [FromQuery(Name = "search"), Description("A part of the group's, a topic's or a team's name.")]
    public string? Search { get; init; }

    [FromQuery(Name = "after"), Description("`next` of the page before.")]
    public string? After { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    public Outcome<GroupFilter> Read() =>
        QueryWords.Read<LagStatus>(Status, "status") switch
        {
            Outcome<List<LagStatus>>.Done(var statuses) => new GroupFilter(
                Environment,
                Team is null ? null : [Team],
                statuses,
                Search,
                Cluster,
                Topic
            ),
            Outcome<List<LagStatus>>.Refused(var why) => why,
            _ => throw new InvalidOperationException(),
        };
}
