using Npgsql;
using Portal.Core.Store;

namespace Portal.Workers.Commands;

/// <summary><c>dotnet Portal.Workers.dll version</c>: this build's version, and what <c>migrate</c> would change in the store. Ends
/// with 0 where that is nothing, which pods wait for before they start, and with 2 where it is something.</summary>
internal static class VersionCommand
{
    public const string Word = "version";

    public static async Task<int> Run(IConfiguration configuration, TextWriter words, CancellationToken stop)
    {
        await words.WriteLineAsync($"Portal {RunningProcess.ThisVersion}, schema {Migration.All[^1].Name}");
        var connection =
            configuration.GetConnectionString("PortalOwner") ?? configuration.GetConnectionString("Portal");
        if (connection is null)
        {
            await words.WriteLineAsync("No store: ConnectionStrings:Portal isn't set.");
            return 1;
        }

        try
        {
            await using var store = NpgsqlDataSource.Create(connection);
            var missing = await Migrator.Missing(store, stop);
            await words.WriteLineAsync(
                missing.Count == 0
                    ? "The store is at this schema."
                    : $"To apply, by migrate: {string.Join(", ", missing.Select(each => each.Name))}"
            );
            return missing.Count == 0 ? 0 : 2;
        }
        catch (FormatException)
        {
            await words.WriteLineAsync(Passfile.Malformed(new NpgsqlConnectionStringBuilder(connection).Passfile));
            return 1;
        }
        catch (Exception refused)
            when (refused is NpgsqlException or SchemaMismatchException or IOException or UnauthorizedAccessException)
        {
            await words.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}
