using System.Reflection;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.Resources;
using Portal.Workers.Reconciling;
using Quartz;

namespace Portal.Workers.Calendar;

internal static class CalendarRegistration
{
    public static void AddCalendar(this WebApplicationBuilder builder, string connectionString)
    {
        var every = builder.Configuration.GetSection(CalendarOptions.Section).Get<CalendarOptions>() ?? new();
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = CalendarClock.Schema,
            MaxPoolSize = 5,
        };
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "portal");
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, own.ConnectionString);
                store.UseClustering();
                store.ProvisionSchema();
            });
            Schedule<DueSweep>(quartz, every.SweepEvery);
            Schedule<VoteWatch>(quartz, every.SweepEvery);
            Schedule<AuditSealer>(quartz, every.SealEvery);
            Schedule<DriftWatch>(quartz, every.ReconcileEvery);
            Schedule<Purge>(quartz, every.PurgeEvery);
            Schedule<ReviewCalendar>(quartz, every.PurgeEvery);
            foreach (var watch in Watches())
            {
                ScheduleOf.MakeGenericMethod(watch).Invoke(null, [quartz, every.WatchEvery]);
            }
        });
        builder.Services.AddSingleton<RoleExpiry>();
        builder.Services.AddSingleton<RoleRequestExpiry>();
        builder.Services.AddSingleton<BreakGlassExpiry>();
        builder.Services.AddDueHandlers();
        builder.Services.AddSingleton<DueSweep>();
        builder.Services.AddSingleton<VoteWatch>();
        builder.Services.AddSingleton<AuditSealer>();
        builder.Services.AddKindParts<IDriftReader>(typeof(CalendarRegistration).Assembly);
        builder.Services.AddSingleton<DriftWatch>();
        builder.Services.AddKindParts<IGoneRows>(typeof(CalendarRegistration).Assembly);
        builder.Services.AddSingleton<Purge>();
        builder.Services.AddSingleton<ReviewCalendar>();
        foreach (var watch in Watches())
        {
            builder.Services.AddSingleton(watch);
        }

        builder
            .Services.AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section);
        builder.Services.AddSingleton<CalendarClock>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CalendarClock>());
    }

    /// <summary>The one list of what can be due.</summary>
    internal static IServiceCollection AddDueHandlers(this IServiceCollection services) =>
        services
            .AddSingleton<IDueHandler, ChangeExpiry>()
            .AddSingleton<IDueHandler, AccessExpiry>()
            .AddSingleton<IDueHandler, ReviewEnd>()
            .AddSingleton<IDueHandler, CredentialErasure>()
            .AddSingleton<IDueHandler, SavepointEnd>()
            .AddSingleton<IDueHandler, ArtifactEnd>()
            .AddSingleton<IDueHandler, JobSecretEnd>()
            .AddSingleton<IDueHandler, RoleEnd>()
            .AddSingleton<IDueHandler, RoleRequestEnd>()
            .AddSingleton<IDueHandler, BreakGlassEnd>();

    private static IEnumerable<Type> Watches() =>
        typeof(CalendarRegistration)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IKindWatch)));

    private static readonly MethodInfo ScheduleOf = typeof(CalendarRegistration).GetMethod(
        nameof(Schedule),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    private static void Schedule<TJob>(IQuartzBuilder quartz, TimeSpan every)
        where TJob : IJob =>
        quartz.ScheduleJob<TJob>(trigger => trigger.WithIdentity(typeof(TJob).Name).WithSimpleSchedule(every));
}
