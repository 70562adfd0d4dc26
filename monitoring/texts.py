"""What is said of each part that is not as it should be, for whoever is woken by it."""

from ivr.flow.words import Text
from monitoring.readiness import Part

PARTS = {
    Part.DATABASE: Text(
        "Không kết nối được cơ sở dữ liệu; sự kiện được giữ trên đĩa, cuộc gọi vẫn được tiếp nhận.",
        "The database cannot be reached; events are kept on disk, calls are served.",
    ),
    Part.MIGRATIONS: Text(
        "Lược đồ cơ sở dữ liệu cũ hơn mã nguồn; hãy chạy lệnh migrate.",
        "The database's schema is older than the code; run migrate.",
    ),
    Part.BOARD: Text(
        "Bảng trực đã lâu không được đọc lại; có thể đổ chuông nhầm cán bộ đang bận.",
        "Who is free was not read for a while; officers who are busy may be rung.",
    ),
    Part.BRANCHES: Text(
        "branches.yaml có lỗi; bản đúng gần nhất vẫn đang dùng. Đừng khởi động lại trước khi sửa.",
        "branches.yaml has a fault; the last good one is in force. Mend it before any restart.",
    ),
    Part.SPOOL: Text(
        "Sự kiện nằm chờ trên đĩa quá lâu, hoặc có tệp không đọc được.",
        "Events have been waiting on disk for too long, or files there cannot be read.",
    ),
    Part.DISK: Text(
        "Đĩa sắp đầy hoặc không ghi được.",
        "The disk is nearly full, or cannot be written.",
    ),
    Part.WORKER: Text(
        "Tiến trình nền của máy này không hoạt động.",
        "This host's worker gives no sign of life.",
    ),
    Part.TELLER: Text(
        "Sổ cuộc gọi đang chậm so với thực tế.",
        "The books lag behind what happens.",
    ),
    Part.RECONCILIATION: Text(
        "Đã lâu chưa đối soát được với danh sách của nhà mạng.",
        "The books were not compared with the carrier's list for too long.",
    ),
}
