using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;

namespace Portal.Web.Api.Groups;

/// <summary>What a list of groups is narrowed to, as it stands in the query.</summary>
internal sealed record GroupSearch(
    [property: FromQuery(Name = "environment")] string? Environment,
    [property: FromQuery(Name = "cluster"), Description("A cluster's name.")] string? Cluster,
    [property: FromQuery(Name = "topic"), Description("A topic's whole name.")] string? Topic,
    [property: FromQuery(Name = "team"), Description("The name of a team whose topics it reads.")] string? Team,
    [property: FromQuery(Name = "status"), Description("ok, falling-behind, stalled, …; several are joined by or.")]
        string[]? Status,
    [property: FromQuery(Name = "search"), Description("A part of the group's, a topic's or a team's name.")]
        string? Search,
    [property: FromQuery(Name = "after"), Description("`next` of the page before.")] string? After,
    [property: FromQuery(Name = "limit"), Description("1 to 200; 50 when left out.")] int? Limit
)
{
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
