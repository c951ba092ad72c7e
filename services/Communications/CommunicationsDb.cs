using Kivenkolo.Communications.Mail;
using Kivenkolo.Communications.Messages;
using Kivenkolo.Communications.Subscriptions;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Delivery;
using Kivenkolo.Platform.Messaging;
using Kivenkolo.Platform.Scheduling;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Communications;

/// <summary>What Communications keeps. The one place where a subscriber's mail address is.</summary>
public sealed class CommunicationsDb(DbContextOptions<CommunicationsDb> options, CurrentSpace space) : ServiceDb(options, space), IDataProtectionKeyContext
{
    /// <summary>One letter for each week of a space.</summary>
    public const string OneLetterPerWeek = "messages_one_letter_per_week";

    /// <summary>One urgent notice for each cancelled occurrence.</summary>
    public const string OneNoticePerChange = "messages_one_notice_per_change";

    /// <summary>What is published says when.</summary>
    public const string PublishedHasTime = "messages_published_has_time";

    /// <summary>A letter says which week, a notice which occurrence.</summary>
    public const string KindHasSource = "messages_kind_has_source";

    /// <summary>One subscription for each address in a space.</summary>
    public const string OneSubscriptionPerAddress = "subscriptions_one_per_address";

    /// <summary>One mail of a message for each subscriber.</summary>
    public const string OneMailPerSubscriber = "message_mails_one_per_subscriber";

    /// <summary>What is sent says when.</summary>
    public const string SentHasTime = "message_mails_sent_has_time";

    /// <summary>The messages.</summary>
    public DbSet<Message> Messages => Set<Message>();

    /// <summary>The subscriptions.</summary>
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    /// <summary>Links to confirm that are still of use.</summary>
    public DbSet<Confirmation> Confirmations => Set<Confirmation>();

    /// <summary>The mails of messages.</summary>
    public DbSet<MessageMail> MessageMails => Set<MessageMail>();

    /// <summary>The key ring that seals the links in mails.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Message>(message =>
        {
            message.ToTable("messages", table =>
            {
                table.HasCheckConstraint(PublishedHasTime, "(state = 'Published') = (published_at IS NOT NULL)");
                table.HasCheckConstraint(KindHasSource, "(kind = 'Weekly') = (week IS NOT NULL) AND (kind = 'Urgent') = (occurrence_id IS NOT NULL)");
            });
            message.Property(m => m.Id).ValueGeneratedNever();
            message.Property(m => m.Week).HasMaxLength(8);
            message.Property(m => m.ReasonForMissing).HasMaxLength(500);
            message.HasIndex(m => new { m.SpaceId, m.Week }).IsUnique().HasFilter("week IS NOT NULL").HasDatabaseName(OneLetterPerWeek);
            message.HasIndex(m => new { m.SpaceId, m.OccurrenceId, m.SourceVersion }).IsUnique().HasFilter("occurrence_id IS NOT NULL")
                .HasDatabaseName(OneNoticePerChange);
            message.HasIndex(m => new { m.SpaceId, m.PublishedAt, m.Id }).HasDatabaseName("messages_news");
        });
        modelBuilder.Entity<Subscription>(subscription =>
        {
            subscription.ToTable("subscriptions");
            subscription.Property(s => s.Id).ValueGeneratedNever();
            subscription.Property(s => s.Email).HasMaxLength(MailAddressAttribute.Longest);
            subscription.Property(s => s.EmailKey).HasMaxLength(MailAddressAttribute.Longest);
            subscription.Property(s => s.Language).HasMaxLength(35);
            subscription.PrimitiveCollection(s => s.Topics).ElementType(topic => topic.HasConversion<string>());
            subscription.HasIndex(s => new { s.SpaceId, s.EmailKey }).IsUnique().HasDatabaseName(OneSubscriptionPerAddress);
        });
        modelBuilder.Entity<Confirmation>(confirmation =>
        {
            confirmation.ToTable("confirmations");
            confirmation.HasKey(c => c.TokenHash);
            confirmation.Property(c => c.Language).HasMaxLength(35);
            confirmation.PrimitiveCollection(c => c.Topics).ElementType(topic => topic.HasConversion<string>());
            confirmation.HasOne<Subscription>().WithMany().HasForeignKey(c => c.SubscriptionId).OnDelete(DeleteBehavior.Cascade)
                .HasConstraintName("confirmations_of_subscription");
            confirmation.HasIndex(c => c.SubscriptionId).HasDatabaseName("confirmations_by_subscription");
        });
        modelBuilder.Entity<MessageMail>(mail =>
        {
            mail.ToTable("message_mails", table => table.HasCheckConstraint(SentHasTime, "(state = 'Sent') = (sent_at IS NOT NULL)"));
            mail.Property(d => d.Id).ValueGeneratedNever();
            mail.HasOne<Message>().WithMany().HasForeignKey(d => d.MessageId).HasConstraintName("message_mails_of_message");
            mail.HasOne<Subscription>().WithMany().HasForeignKey(d => d.SubscriptionId).OnDelete(DeleteBehavior.Cascade)
                .HasConstraintName("message_mails_to_subscription");
            mail.HasIndex(d => new { d.MessageId, d.SubscriptionId }).IsUnique().HasDatabaseName(OneMailPerSubscriber);
            mail.HasIndex(d => d.SubscriptionId).HasDatabaseName("message_mails_by_subscription");
        });
        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddSchedulingTables();
        modelBuilder.AddDeliveryTables();
    }
}
