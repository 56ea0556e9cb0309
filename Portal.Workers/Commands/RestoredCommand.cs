using System.Text;
using Npgsql;

namespace Portal.Workers.Commands;

/// <summary>
/// <c>dotnet Portal.Workers.dll restored --reason WORDS --yes</c>: does as the schema's owner what <c>./portal restore</c> does before web and workers start,
/// on a store that PostgreSQL itself took back to an earlier time: one that was recovered to a point in time, or a standby that took over and lagged.
/// </summary>
internal static class RestoredCommand
{
    public const string Word = "restored";

    public static async Task<int> Run(
        IConfiguration configuration,
        string[] options,
        TextWriter words,
        CancellationToken stop
    )
    {
        if (ConfirmedReason.In(options) is not { } reason)
        {
            await words.WriteLineAsync(
                $"Use: {Word} {ConfirmedReason.Use}, while web and workers are stopped. It signs everybody out, puts off what goes on by itself and has "
                    + "approvals given again. Not after ./portal restore, which does the same."
            );
            return 1;
        }

        var connection =
            configuration.GetConnectionString("PortalOwner") ?? configuration.GetConnectionString("Portal");
        if (connection is null)
        {
            await words.WriteLineAsync("No store: ConnectionStrings:PortalOwner isn't set.");
            return 1;
        }

        try
        {
            await Prepare(connection, reason, stop);
        }
        catch (FormatException)
        {
            await words.WriteLineAsync(Passfile.Malformed(new NpgsqlConnectionStringBuilder(connection).Passfile));
            return 1;
        }
        catch (Exception refused) when (refused is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            var why = (refused as PostgresException)?.MessageText ?? refused.Message;
            await words.WriteLineAsync($"The store was not prepared: {why}");
            return 1;
        }

        await words.WriteLineAsync("The store is prepared.");
        await words.WriteAsync(Carried("restored.txt"));
        await words.WriteLineAsync(
            "Next: start workers and web. Where what was signed of the audit log is newer than the store: audit begin-anew."
        );
        return 0;
    }

    // All of it or nothing.
    private static async Task Prepare(string connectionString, string reason, CancellationToken stop)
    {
        await using var store = NpgsqlDataSource.Create(connectionString);
        await using var connection = await store.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var note = new NpgsqlCommand("select set_config('portal.restored', $1, true)", connection))
        {
            note.Parameters.AddWithValue($"The store was restored by PostgreSQL's own means. Reason: {reason}");
            await note.ExecuteNonQueryAsync(stop);
        }

        await using var prepare = new NpgsqlCommand(Carried("restored.sql") + Carried("restored-dues.sql"), connection)
        {
            CommandTimeout = 0,
        };
        await prepare.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private static string Carried(string name)
    {
        using var reader = new StreamReader(
            typeof(RestoredCommand).Assembly.GetManifestResourceStream($"setup/{name}")!,
            Encoding.UTF8
        );
        return reader.ReadToEnd();
    }
}
