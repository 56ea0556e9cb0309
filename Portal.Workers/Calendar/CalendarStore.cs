using Npgsql;
using Portal.Core.Store;
using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>Where Quartz keeps its triggers: a schema of its own in the portal's store. It creates its tables where they are missing.</summary>
internal static class CalendarStore
{
    public const string Schema = "quartz";

    // A search path would be a parameter of each connection's start, which PgBouncer refuses.
    private const string Tables = $"{Schema}.qrtz_";

    /// <summary>Creates the schema where it is missing. Asked first: who may not make a schema is refused also where it is there.</summary>
    public const string Make =
        $"do $$ begin if to_regnamespace('{Schema}') is null then create schema {Schema}; end if; end $$";

    /// <summary>How Quartz connects to the store at <paramref name="connectionString"/>.</summary>
    public static string Connection(string connectionString) =>
        new NpgsqlConnectionStringBuilder(StoreConnection.Of(connectionString)) { MaxPoolSize = 5 }.ConnectionString;

    public static void UseCalendarStore(this IQuartzBuilder quartz, string connectionString)
    {
        quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "portal");
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(NpgsqlFactory.Instance, Connection(connectionString));
            store.ConfigureStore(options => options.TablePrefix = Tables);
            store.UseClustering();
            store.ProvisionSchema();
        });
    }
}
