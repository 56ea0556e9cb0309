using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>What a list of jobs is narrowed to, as it stands in the query.</summary>
internal sealed record JobSearch
{
    [FromQuery(Name = "environment")]
    public string? Environment { get; init; }

    [FromQuery(Name = "cluster"), Description("A cluster's name.")]
    public string? Cluster { get; init; }

    [FromQuery(Name = "owner"), Description("The owning team's name.")]
    public string? Owner { get; init; }

    [FromQuery(Name = "health"), Description("stable, restarting, failed, …; several are joined by or.")]
    public string[]? Health { get; init; }

    [FromQuery(Name = "search"), Description("A part of the name.")]
    public string? Search { get; init; }

    [FromQuery(Name = "after"), Description("`next` of the page before.")]
    public string? After { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    /// <returns>Which jobs it takes, whatever their environment.</returns>
    public Outcome<Func<JobRow, bool>> Read() =>
        QueryWords.Read<JobHealth>(Health, "health") switch
        {
            Outcome<List<JobHealth>>.Done(var healths) => new Outcome<Func<JobRow, bool>>.Done(row =>
                (Cluster is null || row.Cluster == Cluster)
                && (Owner is null || row.Owner == Owner)
                && (healths.Count == 0 || healths.Contains(row.Status.Health))
                && (Search is null || row.Name.Contains(Search, StringComparison.OrdinalIgnoreCase))
            ),
            Outcome<List<JobHealth>>.Refused(var why) => why,
            _ => throw new InvalidOperationException(),
        };
}
