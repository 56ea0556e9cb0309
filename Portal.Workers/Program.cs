using Portal.Core;
using Portal.Engines;
using Portal.Workers.Collecting;
using Portal.Workers.Commands;
using Portal.Workers.Hosting;
using Portal.Workers.Setup;

var builder = WebApplication.CreateBuilder(args);
if (args is [MigrateCommand.Word, ..])
{
    return await MigrateCommand.Run(builder.Configuration, CancellationToken.None);
}

if (args is [VersionCommand.Word])
{
    return await VersionCommand.Run(builder.Configuration, Console.Out, CancellationToken.None);
}

if (args is [RestoredCommand.Word, .. var confirmed])
{
    return await RestoredCommand.Run(builder.Configuration, confirmed, Console.Out, CancellationToken.None);
}

builder.AddPortalWorkers();
builder.Services.AddPortalEngines(builder.Configuration);
builder.Services.AddCollecting(builder.Configuration);
builder.AddFirstStart();
builder.Services.AddMemoryTrim(builder.Configuration);

if (args is [AuditCommand.Word, ..])
{
    builder.Logging.ClearProviders();
}

var app = builder.Build();
if (args is [AuditCommand.Word, "verify"])
{
    return await AuditCommand.Run(app.Services, Console.Out, CancellationToken.None);
}

if (args is [AuditCommand.Word, BeginAnewCommand.Word, .. var options])
{
    return await BeginAnewCommand.Run(app.Services, options, Console.Out, CancellationToken.None);
}

app.MapWorkersHealth();
await app.RunAsync();
return Environment.ExitCode;
