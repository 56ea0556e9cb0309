using Npgsql;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary><c>./portal backup</c> and <c>restore</c> of a database of the tests' server.</summary>
internal static class BackupCommand
{
    public static string Script => Repository.PathOf("portal");

    /// <param name="connection">To the database, with its password.</param>
    /// <param name="folder">Where the command keeps its state.</param>
    public static Task<string> Run(string connection, string folder, string[] words)
    {
        var password = new NpgsqlConnectionStringBuilder(connection).Password;
        return Command.Run(
            "env",
            ["-u", "PORTAL_PORT", $"PORTAL_STATE={folder}/state", $"PGPASSWORD={password}", Script, .. words]
        );
    }

    public static string Place(string connection)
    {
        var store = new NpgsqlConnectionStringBuilder(connection);
        return $"{store.Host}:{store.Port}/{store.Database}";
    }
}
