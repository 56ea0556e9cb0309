using Microsoft.AspNetCore.Components;
using Radzen;

namespace Portal.Web.Parts;

/// <summary>One line said in passing, with the way to more where there is more.</summary>
public sealed record Toast(Tone Tone, string Words, string? Address = null, string? AddressWords = null);

/// <summary>Shows toasts in this circuit, each for a few seconds: they hold nothing that can't be found elsewhere.</summary>
public sealed class Toaster(NotificationService notifications)
{
    private static readonly TimeSpan Shows = TimeSpan.FromSeconds(6);

    public void Say(Toast toast) =>
        notifications.Notify(
            new NotificationMessage
            {
                Severity = Severity(toast.Tone),
                Summary = toast.Words,
                DetailContent = toast.Address is null ? null : _ => Link(toast),
                Duration = Shows.TotalMilliseconds,
            }
        );

    private static NotificationSeverity Severity(Tone tone) =>
        tone switch
        {
            Tone.Ok => NotificationSeverity.Success,
            Tone.Warn => NotificationSeverity.Warning,
            Tone.Bad => NotificationSeverity.Error,
            _ => NotificationSeverity.Info,
        };

    private static RenderFragment Link(Toast toast) =>
        builder =>
        {
            builder.OpenElement(0, "a");
            builder.AddAttribute(1, "href", toast.Address);
            builder.AddContent(2, toast.AddressWords);
            builder.CloseElement();
        };
}
