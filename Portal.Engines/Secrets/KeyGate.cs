using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Core.Store;

namespace Portal.Engines.Secrets;

/// <summary>
/// Brings keys that are there already under the certificate, at the start; where they lie in the store, once that has this build's schema. Keys
/// there that no certificate here opens end the process, as those in a directory do before it starts.
/// </summary>
internal sealed partial class KeyGate(
    KeyStorage keys,
    IOptions<SecretOptions> options,
    IHostApplicationLifetime host,
    ILogger<KeyGate> log,
    SchemaGate? schema = null
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.KeysIn == KeyPlace.Store && schema is not null)
        {
            await schema.Open.WaitAsync(stoppingToken);
        }

        try
        {
            keys.Prepare();
        }
        catch (KeyCertificateException foreign)
        {
            LogForeign(foreign.Message);
            Environment.ExitCode = 1;
            // A host that is told to stop while it starts takes it for a failure of its own.
            host.ApplicationStarted.Register(host.StopApplication);
        }
    }

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void LogForeign(string reason);
}
