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
        catch (FormatException)
        {
            return await Refuse(owner, Passfile.Malformed(owner.Passfile));
        }
        catch (Exception refused)
            when (refused
                    is NpgsqlException
                        or TimeoutException
                        or SchemaMismatchException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
            )
        {
            return await Refuse(owner, refused.Message);
        }
    }

    private static async Task<int> Refuse(NpgsqlConnectionStringBuilder owner, string why)
    {
        await Console.Error.WriteLineAsync($"The store at {owner.Host}:{owner.Port} wasn't brought up to date: {why}");
        return 1;
    }

    private static string PasswordOf(NpgsqlConnectionStringBuilder app) =>
        app.Password
        ?? (
            app.Passfile is { } file
                ? Passfile.PasswordOf(app, file)
                : throw new InvalidOperationException(
                    "ConnectionStrings:Portal names neither a password nor a passfile."
                )
        );
}
