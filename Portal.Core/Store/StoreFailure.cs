using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>What a failure says about the store.</summary>
public static class StoreFailure
{
    /// <summary>A value can't be stored. Class 22 is "data exception": a text with a zero character in it, most of all.</summary>
    public static bool IsValueRefused(Exception failure) => Answer(failure) is { SqlState: ['2', '2', ..] };

    /// <summary>The store answered, and refused.</summary>
    public static bool IsRefusal(Exception failure) => failure is DbUpdateException || Answer(failure) is not null;

    private static PostgresException? Answer(Exception failure) =>
        failure as PostgresException ?? (failure as DbUpdateException)?.InnerException as PostgresException;
}
