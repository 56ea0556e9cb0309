using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>What a failure says about the store.</summary>
public static class StoreFailure
{
    // Npgsql has no name for it: idle_in_transaction_session_timeout.
    private const string EndedWhileIdle = "25P03";

    /// <summary>
    /// The store didn't answer: it may have done what it was asked, and asking again may help. One that takes nothing that is written counts as
    /// silent: another server took over from it, or will. So does one that ended the session of a process that was frozen for too long.
    /// </summary>
    public static bool IsSilence(Exception? failure) =>
        failure switch
        {
            PostgresException refused => refused.IsTransient
                || refused.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or EndedWhileIdle,
            NpgsqlException or SocketException => true,
            null => false,
            _ => IsSilence(failure.InnerException),
        };

    /// <summary>The store or the way to it failed, and no code of ours: a loop goes on and tries again.</summary>
    public static bool IsTheStores(Exception failure) => failure is DbException or TimeoutException or IOException;

    /// <summary>A value can't be stored. Class 22 is "data exception": a text with a zero character in it, most of all.</summary>
    public static bool IsValueRefused(Exception failure) => Answer(failure) is { SqlState: ['2', '2', ..] };

    /// <summary>The store answered, and refused.</summary>
    public static bool IsRefusal(Exception failure) => failure is DbUpdateException || Answer(failure) is not null;

    private static PostgresException? Answer(Exception failure) =>
        failure as PostgresException ?? (failure as DbUpdateException)?.InnerException as PostgresException;
}
