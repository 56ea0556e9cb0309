namespace Portal.Core.Changes;

public enum ChangeState
{
    Draft,
    Planning,
    Checking,
    ChangesRequested,
    PendingApproval,
    Approved,
    Held,
    Applying,
    Verifying,
    Applied,
    PlanFailed,
    Rejected,
    Cancelled,
    Expired,
    Stale,
    RollingBack,
    RolledBack,
    Stuck,
    Settled,
}

public static class ChangeStates
{
    /// <summary>It goes on by itself, or when it is approved.</summary>
    public static readonly IReadOnlyList<ChangeState> UnderWay =
    [
        ChangeState.Planning,
        ChangeState.Checking,
        ChangeState.PendingApproval,
        ChangeState.Approved,
        ChangeState.Held,
        ChangeState.Applying,
        ChangeState.Verifying,
        ChangeState.RollingBack,
        ChangeState.Stale,
    ];

    /// <summary>A run of it has begun to act: what it is about may not be as it was before.</summary>
    public static IReadOnlyList<ChangeState> Acted { get; } =
    [
        ChangeState.Applying,
        ChangeState.Verifying,
        ChangeState.Applied,
        ChangeState.RollingBack,
        ChangeState.RolledBack,
        ChangeState.Stuck,
        ChangeState.Settled,
    ];

    /// <summary>Those that nothing moves any more.</summary>
    public static IReadOnlyList<ChangeState> Ended { get; } =
    [.. Enum.GetValues<ChangeState>().Where(state => state.IsEnd())];

    /// <summary>Nothing moves it any more.</summary>
    public static bool IsEnd(this ChangeState state) =>
        state
            is ChangeState.Applied
                or ChangeState.Rejected
                or ChangeState.Cancelled
                or ChangeState.Expired
                or ChangeState.RolledBack
                or ChangeState.Settled;

    /// <summary>A worker holds its run; cancel and expiry no longer count, abort does.</summary>
    public static bool IsRunning(this ChangeState state) =>
        state is ChangeState.Applying or ChangeState.Verifying or ChangeState.RollingBack or ChangeState.Stuck;

    public static string InWords(this ChangeState state) =>
        state switch
        {
            ChangeState.Draft => "a draft",
            ChangeState.Planning => "being planned",
            ChangeState.Checking => "being checked",
            ChangeState.ChangesRequested => "waiting for changes to the request",
            ChangeState.PendingApproval => "waiting for approval",
            ChangeState.Approved => "approved",
            ChangeState.Held => "held",
            ChangeState.Applying => "being applied",
            ChangeState.Verifying => "being verified",
            ChangeState.Applied => "applied",
            ChangeState.PlanFailed => "without a plan",
            ChangeState.Rejected => "rejected",
            ChangeState.Cancelled => "cancelled",
            ChangeState.Expired => "expired",
            ChangeState.Stale => "stale",
            ChangeState.RollingBack => "being rolled back",
            ChangeState.RolledBack => "rolled back",
            ChangeState.Stuck => "stuck",
            ChangeState.Settled => "settled",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
}
