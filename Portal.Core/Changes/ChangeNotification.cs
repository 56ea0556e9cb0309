using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Changes;

/// <summary>What a notification says of a change: which one, and where to it moved.</summary>
/// <param name="Moved">Null when it stayed in its state and only its progress differs.</param>
public readonly record struct ChangeNotification(ChangeId Id, ChangeState? Moved)
{
    private static readonly Dictionary<string, ChangeState> States = Enum.GetValues<ChangeState>()
        .ToDictionary(StoreTypes.Word, StringComparer.Ordinal);

    /// <summary>Whether wanted states may differ since: nothing is written to a resource before its change is applied.</summary>
    public bool ReachedResources =>
        Moved
            is ChangeState.Applied
                or ChangeState.Stale
                or ChangeState.Applying
                or ChangeState.Verifying
                or ChangeState.RollingBack
                or ChangeState.RolledBack
                or ChangeState.Stuck
                or ChangeState.Settled;

    /// <summary>Whether somebody's approval may be needed, or needed no longer, since.</summary>
    public bool ConcernsApprovers =>
        Moved is not (null or ChangeState.Checking) && (!ReachedResources || Moved is ChangeState.Stale);

    /// <summary>As it is sent; sent with the transaction that says so, when that commits.</summary>
    public string Payload =>
        Moved is { } state
            ? string.Create(CultureInfo.InvariantCulture, $"{StoreChannel.Change}:{Id.Value}:{StoreTypes.Word(state)}")
            : string.Create(CultureInfo.InvariantCulture, $"{StoreChannel.Change}:{Id.Value}");

    /// <summary>Notifies of progress.</summary>
    public static Task Progress(PortalDb db, ChangeId change, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_notify({StoreChannel.Shown}, {new ChangeNotification(change, null).Payload})",
            stop
        );

    /// <returns>Null when the payload is about something else.</returns>
    public static ChangeNotification? Read(string payload) =>
        payload.Split(':') switch
        {
            [StoreChannel.Change, var id] when Number(id) is { } known => new ChangeNotification(known, null),
            [StoreChannel.Change, var id, var state]
                when Number(id) is { } known && States.TryGetValue(state, out var moved) => new ChangeNotification(
                known,
                moved
            ),
            _ => null,
        };

    private static ChangeId? Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ChangeId(number)
            : null;
}
