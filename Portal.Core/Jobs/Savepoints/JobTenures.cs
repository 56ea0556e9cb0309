using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A job for as long as the portal manages it under its name.</summary>
/// <param name="Owner">Its team, or the last one that it had.</param>
/// <param name="IsOver">The portal manages it no more.</param>
internal sealed record JobTenure(string Job, TeamId OwnerId, string Owner, DateTimeOffset Since, bool IsOver);

/// <summary>The jobs that had a name on a Flink, one after the other. A savepoint is of the one that had it when it was taken, whoever has it now.</summary>
internal sealed class JobTenures
{
    private readonly ILookup<string, JobTenure> _oldestFirst;

    private JobTenures(ILookup<string, JobTenure> oldestFirst) => _oldestFirst = oldestFirst;

    public static async Task<JobTenures> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        var all = await (
            from resource in db.Set<Resource>()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Kind == JobKind.Word && resource.ClusterId == cluster && names.Contains(resource.Name)
            orderby resource.CreatedAt, resource.Id
            select new
            {
                resource.Name,
                team.Id,
                Owner = team.Name,
                resource.CreatedAt,
                resource.GoneAt,
            }
        ).ToListAsync(stop);
        return new(
            all.Select(t => new JobTenure(t.Name, t.Id, t.Owner, t.CreatedAt, t.GoneAt is not null))
                .ToLookup(t => t.Job, StringComparer.Ordinal)
        );
    }

    /// <summary>The job that had the name then; null where the portal never managed one of it.</summary>
    public JobTenure? At(string name, DateTimeOffset at) =>
        // Nothing is taken of a job before the portal manages it: what seems so is of clocks that differ.
        _oldestFirst[name].LastOrDefault(t => t.Since <= at) ?? _oldestFirst[name].FirstOrDefault();

    /// <summary>Null where the portal manages none of that name now.</summary>
    public JobTenure? Now(string name) => _oldestFirst[name].LastOrDefault(t => !t.IsOver);

    /// <summary>The team of a former job that a savepoint is of; null where it is of the job that has the name now.</summary>
    public string? FormerOwner(Savepoint savepoint) =>
        At(savepoint.Name, savepoint.TakenAt) is { } then && then != Now(savepoint.Name) ? then.Owner : null;
}
