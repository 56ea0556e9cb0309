using Npgsql;
using Portal.Core.Store;

namespace Portal.Workers.Commands;

/// <summary>
/// <c>dotnet Portal.Workers.dll migrate</c>: brings the schema up to date as its owner (<c>ConnectionStrings:PortalOwner</c>) and makes
/// the role of <c>ConnectionStrings:Portal</c>, which web and workers connect as.
/// </summary>
internal static class MigrateCommand
{
    public const string Word = "migrate";

    public static async Task<int> Run(IConfiguration configuration, CancellationToken stop)
    {
        var owner = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("PortalOwner"));
        var app = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Portal"));
        if (owner.Username is null || app.Username is null || owner.Username == app.Username)
        {
            await Console.Error.WriteLineAsync(
                "Set ConnectionStrings:PortalOwner to the owner's connection string, and ConnectionStrings:Portal to that of another role."
            );
            return 1;
        }

        try
        {
            await using var store = NpgsqlDataSource.Create(owner.ConnectionString);
            await Migrator.Migrate(store, stop);
            await StoreRole.Grant(store, app.Username, PasswordOf(app), stop);
            Console.WriteLine($"The schema is this build's; {app.Username} may use it.");
            return 0;
        }
        catch (Exception refused)
            when (refused
                    is NpgsqlException
                        or TimeoutException
                        or SchemaMismatchException
                        or IOException
                        or InvalidOperationException
            )
        {
            await Console.Error.WriteLineAsync(
                $"The store at {owner.Host}:{owner.Port} wasn't brought up to date: {refused.Message}"
            );
            return 1;
        }
    }

    // As PostgreSQL's own .pgpass: host:port:database:user:password.
    private static string PasswordOf(NpgsqlConnectionStringBuilder app) =>
        app.Password
        ?? (
            app.Passfile is { } file
                ? File.ReadLines(file).Select(line => line.Split(':', 5)).First(line => line.Length == 5)[4]
                : throw new InvalidOperationException(
                    "ConnectionStrings:Portal names neither a password nor a passfile."
                )
        );
}
