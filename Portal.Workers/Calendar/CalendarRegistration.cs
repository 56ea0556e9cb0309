using System.Reflection;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.Resources;
using Portal.Workers.Reconciling;
using Quartz;

namespace Portal.Workers.Calendar;

internal static class CalendarRegistration
{
    /// <summary>Of all jobs of this build. A store may hold those of others as well.</summary>
    public static IReadOnlyCollection<TriggerKey> Triggers { get; } =
    [.. JobsOf<IJob>().Select(job => new TriggerKey(job.Name))];

    public static void AddCalendar(this WebApplicationBuilder builder, string connectionString)
    {
        var every = builder.Configuration.GetSection(CalendarOptions.Section).Get<CalendarOptions>() ?? new();
        builder.Services.AddQuartz(quartz =>
        {
            quartz.UseCalendarStore(connectionString);
            Schedule<DueSweep>(quartz, every.SweepEvery);
            Schedule<VoteWatch>(quartz, every.SweepEvery);
            Schedule<AuditSealer>(quartz, every.SealEvery);
            Schedule<DriftWatch>(quartz, every.ReconcileEvery);
            Schedule<Purge>(quartz, every.PurgeEvery);
            ScheduleAll<IKindWatch>(quartz, every.WatchEvery);
            ScheduleAll<IKindUpkeep>(quartz, every.PurgeEvery);
        });
        builder.Services.AddPeopleExpiry();
        builder.Services.AddSingleton<AgreedEnd>();
        builder.Services.AddSingleton<TimelyActs>();
        builder.Services.AddKindParts<IDueHandler>(typeof(CalendarRegistration).Assembly);
        builder.Services.AddSingleton<DueSweep>();
        builder.Services.AddSingleton<VoteWatch>();
        builder.Services.AddSingleton<AuditSealer>();
        builder.Services.AddKindParts<IDriftReader>(typeof(CalendarRegistration).Assembly);
        builder.Services.AddSingleton<DriftWatch>();
        builder.Services.AddKindParts<IGoneRows>(typeof(CalendarRegistration).Assembly);
        builder.Services.AddSingleton<Purge>();
        foreach (var job in JobsOf<IKindWatch>().Concat(JobsOf<IKindUpkeep>()))
        {
            builder.Services.AddSingleton(job);
        }

        builder
            .Services.AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<CalendarClock>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CalendarClock>());
    }

    private static IEnumerable<Type> JobsOf<TPart>()
        where TPart : IJob =>
        SourceTypes
            .Of(typeof(CalendarRegistration).Assembly)
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(TPart)));

    private static readonly MethodInfo ScheduleOf = typeof(CalendarRegistration).GetMethod(
        nameof(Schedule),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    private static void Schedule<TJob>(IQuartzBuilder quartz, TimeSpan every)
        where TJob : IJob =>
        quartz.ScheduleJob<TJob>(trigger => trigger.WithIdentity(typeof(TJob).Name).WithSimpleSchedule(every));

    private static void ScheduleAll<TPart>(IQuartzBuilder quartz, TimeSpan every)
        where TPart : IJob
    {
        foreach (var job in JobsOf<TPart>())
        {
            ScheduleOf.MakeGenericMethod(job).Invoke(null, [quartz, every]);
        }
    }
}
