using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Portal.Engines.Secrets;

/// <summary>
/// Data Protection's keys as rows of the store, where <see cref="SecretOptions.KeysIn"/> says so: each is encrypted with the certificate before it
/// comes here, and the table refuses one that isn't. Data Protection knows no other way to ask than to wait.
/// </summary>
internal sealed class KeyRows(NpgsqlDataSource store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. Read().Select(row => row.Key)];

    public void StoreElement(XElement element, string friendlyName) => Add(friendlyName, element);

    /// <summary>
    /// Takes over the keys of the directory that aren't here yet, and encrypts with the newest certificate what a former one guards. Processes may do
    /// that side by side, and each start does it again.
    /// </summary>
    /// <exception cref="KeyCertificateException">Some key is encrypted with a certificate that isn't given.</exception>
    public void Prepare(string directory, KeyCertificates certificates)
    {
        KeyFiles.Encrypt(directory, certificates);
        foreach (var (name, key) in KeyFiles.Read(directory))
        {
            Add(name, key);
        }

        var foreign = new List<string>();
        foreach (var (name, xml, key) in Read())
        {
            if (KeyEncryption.IsForeign(key, certificates))
            {
                foreign.Add(name);
            }
            else if (KeyEncryption.Encrypt(key, certificates))
            {
                Replace(name, xml, key);
            }
        }

        if (foreign.Count > 0)
        {
            throw new KeyCertificateException(
                $"Portal:KeysCertificate: keys in the store are encrypted with another certificate ({string.Join(", ", foreign)}). Set it, or name its file in Portal:FormerKeysCertificates. Where it is lost, delete these rows of data_protection_key: passwords and sessions that they sealed are lost then."
            );
        }
    }

    private List<(string Name, string Xml, XElement Key)> Read()
    {
        using var command = store.CreateCommand("select name, xml from data_protection_key order by name");
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string, XElement)>();
        while (reader.Read())
        {
            var xml = reader.GetString(1);
            rows.Add((reader.GetString(0), xml, XElement.Parse(xml)));
        }

        return rows;
    }

    private void Add(string name, XElement key) =>
        Execute(
            "insert into data_protection_key (name, xml) values ($1, $2) on conflict (name) do nothing",
            name,
            Text(key)
        );

    // Another process may have done it meanwhile.
    private void Replace(string name, string former, XElement key) =>
        Execute("update data_protection_key set xml = $3 where name = $1 and xml = $2", name, former, Text(key));

    private void Execute(string sql, params string[] values)
    {
        using var command = store.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        command.ExecuteNonQuery();
    }

    private static string Text(XElement key) => key.ToString(SaveOptions.DisableFormatting);
}
