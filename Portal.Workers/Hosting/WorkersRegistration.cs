using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Calendar;
using Portal.Workers.Claiming;
using Portal.Workers.Planning;

namespace Portal.Workers.Hosting;

public static class WorkersRegistration
{
    /// <summary>All that a worker process runs, but for the engines' adapters: those the process adds itself.</summary>
    public static void AddPortalWorkers(this WebApplicationBuilder builder)
    {
        var store =
            builder.Configuration.GetConnectionString("Portal")
            ?? throw new InvalidOperationException("Set ConnectionStrings:Portal to the store's connection string.");
        builder.Services.AddPortalStore(store);
        builder.Services.AddPortalCore();
        builder.Services.AddSchemaGate();
        builder.Services.AddStoreWatch();
        builder.Services.AddSingleton<WorkNotifications>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WorkNotifications>());
        AddOptions<PlanningOptions>(builder, PlanningOptions.Section);
        AddOptions<ApplyingOptions>(builder, ApplyingOptions.Section);
        AddOptions<CalendarOptions>(builder, CalendarOptions.Section);
        builder.Services.AddKindServices(typeof(WorkersRegistration).Assembly);
        AddPlanning(builder.Services);
        AddApplying(builder.Services);
        builder.AddCalendar(store);
        builder.AddTelemetry(new(Telemetry.Name, ["Portal.*", "Npgsql"], ["Portal.*", "Npgsql"]));
        builder.AddWorkersHealth();
    }

    private static void AddPlanning(IServiceCollection services)
    {
        services.AddSingleton<PlanningClaims>();
        services.AddKindParts<ILiveReader>(typeof(WorkersRegistration).Assembly);
        services.AddKindParts<IEvidenceReader>(typeof(WorkersRegistration).Assembly);
        services.AddSingleton<EngineReaders>();
        services.AddSingleton<PlanMaking>();
        services.AddSingleton<PlanRecords>();
        services.AddSingleton<PlanLanding>();
        services.AddSingleton<ChangePlanner>();
        services.AddSingleton<PlanningWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<PlanningWorker>());
    }

    private static void AddApplying(IServiceCollection services)
    {
        services.AddKindParts<IStepHandler>(typeof(WorkersRegistration).Assembly);
        services.AddSingleton<StepHandlers>();
        services.AddSingleton<IFence, RunFence>();
        services.AddSingleton<IStepJournal, StepJournal>();
        services.AddSingleton<StepWork>();
        services.AddSingleton<BaseCheck>();
        services.AddSingleton<RunForward>();
        services.AddSingleton<WholeCheck>();
        services.AddSingleton<Rollback>();
        services.AddKindParts<IKindGlance>(typeof(WorkersRegistration).Assembly);
        services.AddSingleton<RunDirections>();
        services.AddSingleton<RunClaims>();
        services.AddSingleton<RunMoves>();
        services.AddSingleton<RunApplier>();
        services.AddSingleton<ApplyingWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<ApplyingWorker>());
    }

    private static void AddOptions<TOptions>(WebApplicationBuilder builder, string section)
        where TOptions : class =>
        builder
            .Services.AddOptions<TOptions>()
            .Bind(builder.Configuration.GetSection(section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
}
