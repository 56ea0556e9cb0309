using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Portal.Engines.Secrets;

/// <summary>Data Protection's keys where the settings have them, and what reads and writes them.</summary>
/// <param name="store">Null: nobody has one, and the keys lie in their directory.</param>
public sealed class KeyStorage(IOptions<SecretOptions> options, NpgsqlDataSource? store = null)
{
    private readonly KeyCertificates _certificates = KeyCertificates.Of(options.Value);

    private string Directory => options.Value.KeysDirectory;

    /// <summary>Keys that are there already come under the certificate, and into the store if that is where they belong.</summary>
    /// <exception cref="KeyCertificateException">Some key in the store is encrypted with a certificate that isn't given.</exception>
    internal void Prepare()
    {
        SecretOptions.Prepared(Directory);
        if (Rows is { } rows)
        {
            rows.Prepare(Directory, _certificates);
        }
        else
        {
            KeyFiles.Encrypt(Directory, _certificates);
        }
    }

    internal IXmlRepository Repository(ILoggerFactory logs) =>
        Rows ?? (IXmlRepository)new FileSystemXmlRepository(SecretOptions.Prepared(Directory), logs);

    /// <summary>Reads the keys anew.</summary>
    internal IDataProtector Protector(string purpose)
    {
        var collection = new ServiceCollection();
        _certificates.Guard(collection.AddDataProtection().SetApplicationName(SecretOptions.ApplicationName));
        collection.Configure<KeyManagementOptions>(keys => keys.XmlRepository = Repository(NullLoggerFactory.Instance));
        return collection.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);
    }

    private KeyRows? Rows =>
        options.Value.KeysIn == KeyPlace.Store
            ? new(store ?? throw new InvalidOperationException("There is no store for the keys."))
            : null;
}
