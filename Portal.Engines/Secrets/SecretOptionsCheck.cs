using Microsoft.Extensions.Options;

namespace Portal.Engines.Secrets;

/// <summary>A certificate that can't be used is said when the process starts, not by the first secret that nobody can open.</summary>
internal sealed class SecretOptionsCheck : IValidateOptions<SecretOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretOptions options)
    {
        try
        {
            var certificates = KeyCertificates.Of(options);
            if (options.KeysIn == KeyPlace.Store && certificates.Now is null)
            {
                return ValidateOptionsResult.Fail(
                    "Portal:KeysIn is Store, and Portal:KeysCertificate isn't set: in the store the keys are encrypted with a certificate, or a dump of it would open everything. Name a file with a certificate and its RSA key, or leave the keys in Portal:KeysDirectory."
                );
            }

            return KeyFiles.Foreign(options.KeysDirectory, certificates) is { Count: > 0 } foreign
                ? ValidateOptionsResult.Fail(
                    $"Portal:KeysCertificate: keys in {options.KeysDirectory} are encrypted with another certificate ({string.Join(", ", foreign)}). Set it, or name its file in Portal:FormerKeysCertificates. Where it is lost, move these files away: passwords and sessions that they sealed are lost then."
                )
                : ValidateOptionsResult.Success;
        }
        catch (KeyCertificateException wrong)
        {
            return ValidateOptionsResult.Fail(wrong.Message);
        }
    }
}
