using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Specs;

/// <summary>What an open change requests of a resource.</summary>
/// <param name="AppliedAt">
/// Null: it isn't yet. What was applied and never managed is a removal: until what is there is read again, nothing else shows that it was done.
/// </param>
internal sealed record OpenRequest(
    ChangeId Change,
    ResourceRequest Request,
    ChangeState State,
    DateTimeOffset? AppliedAt
)
{
    // By name, and not those that ended: few are open, and an index has them. What is being rolled back wins over nothing, and can't be
    // cancelled.
    private static readonly ChangeState[] Unended =
    [
        .. Enum.GetValues<ChangeState>().Except([.. ChangeStates.Ended, ChangeState.RollingBack]),
    ];

    // Long enough for what somebody writes of one request.
    private const int LongestWhy = 500;

    /// <summary>Sent back, or without a plan: nothing comes of it until somebody acts.</summary>
    public static IReadOnlyList<ChangeState> Waiting { get; } = [ChangeState.ChangesRequested, ChangeState.PlanFailed];

    /// <summary>Why the change is where it is.</summary>
    public string? Why { get; init; }

    /// <summary>What waits for its requester, or is stuck, brings nothing about by itself.</summary>
    public bool IsProgressing => State == ChangeState.Applied || ChangeStates.UnderWay.Contains(State);

    public bool IsWaiting => Waiting.Contains(State);

    public bool IsStuck => State == ChangeState.Stuck;

    /// <summary>Of one that waits, for a report: that it is there too, and why nothing came of it.</summary>
    public string WaitingWords =>
        $"change {Change} is about it, too; {(State == ChangeState.PlanFailed ? "no plan could be made" : "it was sent back")}{Reason}";

    private string Reason => Why is { Length: > 0 } why ? $": “{OnOneLine(why)}”" : ".";

    /// <summary>Of all resources of these names.</summary>
    public static async Task<IReadOnlyList<OpenRequest>> Read(
        PortalDb db,
        ResourceKinds kinds,
        string[] names,
        CancellationToken stop
    )
    {
        var open = await (
            from asked in db.Set<ChangeResource>()
            join change in db.Set<Change>() on asked.ChangeId equals change.Id
            where names.Contains(asked.Name) && Unended.Contains(change.State)
            select new
            {
                Asked = asked,
                change.State,
                change.StatusMessage,
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        // In a query of its own, and after the other: of all that was ever applied only what isn't managed is followed to its change.
        var removed = await (
            from asked in db.Set<ChangeResource>()
            join change in db.Set<Change>() on asked.ChangeId equals change.Id
            where names.Contains(asked.Name) && asked.Operation == ResourceOperation.Create
            where change.State == ChangeState.Applied
            where
                !db.Set<Resource>()
                    .Any(r => r.Kind == asked.Kind && r.ClusterId == asked.ClusterId && r.Name == asked.Name)
            select new { Asked = asked, change.UpdatedAt }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return
        [
            .. open.Select(o => new OpenRequest(o.Asked.ChangeId, o.Asked.Read(kinds), o.State, null)
            {
                Why = o.StatusMessage,
            }),
            .. removed.Select(r => new OpenRequest(
                r.Asked.ChangeId,
                r.Asked.Read(kinds),
                ChangeState.Applied,
                r.UpdatedAt
            )),
        ];
    }

    // An approver's words end in a terminal and in a comment on a pull request.
    private static string OnOneLine(string why)
    {
        var cut = why.Length <= LongestWhy ? why : $"{why[..(LongestWhy - 1)]}…";
        return string.Concat(cut.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }
}
